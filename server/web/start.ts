import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { version } from '../../package.json';
import { openPack, openProviders } from '../../schemas';
import { filesOfClient } from '../client-files';
import { serve } from '../connection';
import type { ServerData } from '../protocol';

declare const self: DedicatedWorkerGlobalScope;

/** The server in a worker. Its first message is what the build packs beside it; the conversation begins after that. */
self.addEventListener(
  'message',
  ({ data }: MessageEvent<ServerData>) => {
    const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
    const catalogue: Readonly<Record<string, string>> = JSON.parse(new TextDecoder().decode(data.catalogue));
    serve(connection, {
      name: 'dagport',
      version,
      catalogueFiles: new Map(Object.entries(catalogue)),
      providers: openProviders(openPack(oneByOne(data.providers), () => oneByOne(data.blocks))),
      files: filesOfClient(connection),
    });
    connection.listen();
  },
  { once: true },
);

/** One character for each byte, as the pack counts. */
function oneByOne(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 8192)));
  }
  return pieces.join('');
}
