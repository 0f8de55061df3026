import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.ConstructorNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.ParserPluginFactory;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;

/**
 * Says of each file named on its input whether Groovy's Antlr2 parser, the one of Groovy 2.4, accepts it: `path TAB accept TAB calls`, where
 * the calls that stand alone are counted by name (stages, steps, directives, options), or `path TAB reject TAB why`.
 */
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
            return "accept\t" + calls(unit);
        } catch (MultipleCompilationErrorsException error) {
            Object first = error.getErrorCollector().getError(0);
            String message = first instanceof SyntaxErrorMessage found ? found.getCause().getMessage() : error.getMessage();
            if (message.startsWith(CHECK_OF_GROOVY_3)) return "accept\t";
            return "reject\t" + message.replaceAll("\\s+", " ");
        } catch (CompilationFailedException | Error error) {
            return "reject\t" + String.valueOf(error.getMessage()).replaceAll("\\s+", " ");
        }
    }

    /** How often each name is called on nothing, as a statement: `echo=2 stage=1`. */
    private static String calls(CompilationUnit unit) {
        Map<String, Integer> counts = new TreeMap<>();
        // The body of `catch (A | B error)` stands in the tree once for each type.
        Set<String> seen = new HashSet<>();
        CodeVisitorSupport visitor = new CodeVisitorSupport() {
            @Override
            public void visitExpressionStatement(ExpressionStatement statement) {
                if (statement.getExpression() instanceof MethodCallExpression call
                        && call.isImplicitThis()
                        && call.getMethod() instanceof ConstantExpression name
                        && seen.add(call.getLineNumber() + ":" + call.getColumnNumber() + " " + name.getText())) {
                    counts.merge(name.getText(), 1, Integer::sum);
                }
                super.visitExpressionStatement(statement);
            }
        };
        for (ModuleNode module : unit.getAST().getModules()) {
            module.getStatementBlock().visit(visitor);
            for (MethodNode method : module.getMethods()) visit(method, visitor);
            for (ClassNode type : module.getClasses()) {
                if (type.isScript()) continue;
                for (MethodNode method : type.getMethods()) visit(method, visitor);
                for (ConstructorNode constructor : type.getDeclaredConstructors()) visit(constructor, visitor);
            }
        }
        return counts.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("call") && entry.getKey().matches("\\w+"))
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    private static void visit(MethodNode method, CodeVisitorSupport visitor) {
        if (method.getCode() != null) method.getCode().visit(visitor);
    }
}
