import { withClosed } from '../../collapse';
import { graphOf, type State } from './state';

/** Saves what is shown: as a picture that can be scaled, as one of pixels, or as text for Markdown. */
export async function saveAs(state: State, format: string, dark: boolean): Promise<void> {
  const graph = graphOf(state);
  if (graph === undefined) return;
  const shown = withClosed(graph, state.closed);
  const { painter, host } = state;
  const name = graph.dagId.replace(/[^\w.-]+/g, '-');
  if (format === 'mermaid') {
    const text = await painter.file({ graph: shown, format, theme: 'auto' });
    host.save({ name: `${name}.mmd`, type: 'text/plain', content: new Blob([text], { type: 'text/plain' }) });
  } else if (format === 'svg') {
    const text = await painter.file({ graph: shown, format, theme: 'auto' });
    host.save({ name: `${name}.svg`, type: 'image/svg+xml', content: new Blob([text], { type: 'image/svg+xml' }) });
  } else if (format === 'png') {
    const text = await painter.file({ graph: shown, format: 'svg', theme: dark ? 'dark' : 'light' });
    host.save({ name: `${name}.png`, type: 'image/png', content: await pixels(text) });
  }
}

/** Two pixels for one, where a browser can have such a picture at all. */
const DENSITY = 2;
const MOST_PIXELS = 16_000;

async function pixels(svg: string): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  image.src = address;
  await image.decode();
  const scale = Math.min(DENSITY, MOST_PIXELS / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(image.width * scale);
  canvas.height = Math.ceil(image.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('too large')) : resolve(blob)), 'image/png');
  });
}
