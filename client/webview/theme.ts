import { editorPageStyle } from '../../workflow/draw/page/parts/style';

/**
 * The page's style sheet, made by script: its policy allows no other. Light, dark or few colours follow the editor's theme,
 * which VS Code writes on the body.
 */
export function followTheme(page: Document): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(editorPageStyle());
  page.adoptedStyleSheets = [sheet];
  const follow = (): void => {
    const { classList } = page.body;
    const has = (name: string): boolean => classList.contains(name);
    const contrast = has('vscode-high-contrast') || has('vscode-high-contrast-light');
    const dark = has('vscode-dark') || (has('vscode-high-contrast') && !has('vscode-high-contrast-light'));
    page.documentElement.dataset.theme = dark ? 'dark' : 'light';
    page.documentElement.toggleAttribute('data-contrast', contrast);
  };
  follow();
  new MutationObserver(follow).observe(page.body, { attributes: true, attributeFilter: ['class'] });
}
