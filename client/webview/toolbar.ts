import type { GraphView } from '../../workflow/draw';

export interface Toolbar {
  readonly element: HTMLElement;
  /** What is shown. */
  say(text: string): void;
  /** Why what is shown is not the newest. */
  warn(problems: readonly string[]): void;
}

export interface ToolbarActions {
  show(view: GraphView): void;
  zoom(factor: number): void;
  showAll(): void;
}

const VIEWS: readonly { readonly view: GraphView; readonly label: string; readonly title: string }[] = [
  { view: 'authored', label: 'As written', title: 'The nodes of the file' },
  { view: 'expanded', label: 'In Airflow', title: 'The tasks that Airflow runs' },
];

export function createToolbar(actions: ToolbarActions): Toolbar {
  const element = document.createElement('div');
  element.className = 'toolbar';
  const what = document.createElement('span');
  what.className = 'what';
  what.setAttribute('role', 'status');
  const views = VIEWS.map(({ view, label, title }) => {
    const choice = button(label, title, () => {
      for (const other of views) other.setAttribute('aria-pressed', String(other === choice));
      actions.show(view);
    });
    choice.setAttribute('aria-pressed', String(view === 'authored'));
    return choice;
  });
  element.append(
    what,
    ...views,
    button('−', 'Smaller', () => actions.zoom(1 / 1.25)),
    button('+', 'Larger', () => actions.zoom(1.25)),
    button('Fit', 'Show all', () => actions.showAll()),
  );
  return {
    element,
    say(text) {
      what.textContent = text;
      what.title = text;
      what.classList.remove('warning');
    },
    warn(problems) {
      what.textContent = problems[0] ?? 'There is no graph to show.';
      what.title = problems.join('\n');
      what.classList.add('warning');
    },
  };
}

function button(label: string, title: string, press: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.textContent = label;
  element.title = title;
  element.addEventListener('click', press);
  return element;
}
