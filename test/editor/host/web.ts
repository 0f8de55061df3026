import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request } from 'node:http';
import { extname, join } from 'node:path';
import type { Host } from './host';

/** The workbench with the extension in the browser's own extension host: no Node runs anything of it. */
export interface WebHost {
  /** The files of the extension that were asked for. */
  readonly requested: readonly string[];
  page(file: string): string;
  close(): void;
}

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.json': 'application/json' };
const CONFIGURATION = /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)/;

/**
 * Stands before a host, gives out an unpacked extension and names it in the page's configuration: an extension that is not
 * installed runs in the browser, through its `browser` entry.
 */
export async function startWebHost(host: Host, extension: string): Promise<WebHost> {
  const requested: string[] = [];
  const behind = ({ url, method, headers }: IncomingMessage) =>
    request({ host: '127.0.0.1', port: host.port, path: url, method, headers });
  let authority = '';
  const server = createServer(async (question, answer) => {
    const { pathname } = new URL(question.url ?? '/', 'http://x');
    const file = pathname.startsWith('/ext/') ? decodeURIComponent(pathname.slice('/ext/'.length)) : undefined;
    if (file !== undefined) {
      requested.push(file);
      const body = readOr(join(extension, file));
      answer.writeHead(body === undefined ? 404 : 200, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      });
      answer.end(body);
    } else if (pathname === '/') {
      const page = await fetch(`http://127.0.0.1:${host.port}${question.url}`);
      const policy = page.headers.get('content-security-policy');
      answer.writeHead(200, {
        'content-type': 'text/html',
        ...(policy === null ? {} : { 'content-security-policy': policy }),
      });
      answer.end(withExtension(await page.text(), authority));
    } else {
      const onward = behind(question).on('response', (response) => {
        answer.writeHead(response.statusCode ?? 500, response.headers);
        response.pipe(answer);
      });
      question.pipe(onward.on('error', () => answer.destroy()));
    }
  });
  server.on('upgrade', (question, socket, head) => {
    const onward = behind(question).on('upgrade', (response, other, otherHead) => {
      const { rawHeaders } = response;
      const headers = rawHeaders.map((text, index) => text + (index % 2 === 0 ? ': ' : '\r\n')).join('');
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`);
      other.unshift(otherHead);
      socket.unshift(head);
      other.pipe(socket).pipe(other);
      other.on('error', () => socket.destroy());
      socket.on('error', () => other.destroy());
    });
    onward.on('error', () => socket.destroy()).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  authority = `127.0.0.1:${port}`;
  return {
    requested,
    page: (file) =>
      host.page(file).replaceAll(new RegExp(`127\\.0\\.0\\.1(:|%3A)${host.port}`, 'g'), `127.0.0.1$1${port}`),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function readOr(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined; // the page asks for files that extensions may have
  }
}

function withExtension(page: string, authority: string): string {
  return page.replace(CONFIGURATION, (_, head: string, json: string) => {
    const configuration: Record<string, unknown> = JSON.parse(plain(json));
    const extensions = [{ scheme: 'http', authority, path: '/ext' }];
    const options = { ...Object(configuration.developmentOptions), extensions };
    return head + quoted(JSON.stringify({ ...configuration, developmentOptions: options }));
  });
}

function plain(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function quoted(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
