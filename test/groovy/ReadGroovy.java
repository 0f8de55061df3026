import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.ParserPluginFactory;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;

/** Says of each file named on its input whether Groovy's Antlr2 parser, the one of Groovy 2.4, accepts it: `path TAB verdict`. */
class ReadGroovy {
    /** Groovy 2.4 has no such check. */
    private static final String CHECK_OF_GROOVY_3 = "Illegal modifier for the enum constructor";

    public static void main(String[] arguments) throws IOException {
        BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            System.out.println(name + "\t" + verdict(new String(Files.readAllBytes(Path.of(name)), StandardCharsets.UTF_8)));
        }
    }

    /** Jenkins compiles a pipeline up to the conversion phase before it looks at it. */
    private static String verdict(String text) {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setPluginFactory(ParserPluginFactory.antlr2());
        // It would fetch what @Grab names.
        configuration.setDisabledGlobalASTTransformations(Set.of("groovy.grape.GrabAnnotationTransformation"));
        CompilationUnit unit = new CompilationUnit(configuration);
        unit.addSource("WorkflowScript", text);
        try {
            unit.compile(Phases.CONVERSION);
            return "accept";
        } catch (MultipleCompilationErrorsException error) {
            Object first = error.getErrorCollector().getError(0);
            String message = first instanceof SyntaxErrorMessage found ? found.getCause().getMessage() : error.getMessage();
            if (message.startsWith(CHECK_OF_GROOVY_3)) return "accept";
            return "reject\t" + message.replaceAll("\\s+", " ");
        } catch (CompilationFailedException | Error error) {
            return "reject\t" + String.valueOf(error.getMessage()).replaceAll("\\s+", " ");
        }
    }
}
