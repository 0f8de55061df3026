import {
  type Connection,
  DidChangeConfigurationNotification,
  MessageType,
  ShowMessageNotification,
} from 'vscode-languageserver';
import type { Wishes } from '../workflow/project';
import type { ClientAbilities } from './capabilities';
import { readSettings, SECTION } from './configuration';

/** The editor's settings while the server runs. */
export interface Settings {
  /** What settings that came with the start say. */
  take(value: unknown): Wishes;
  /** Asks for them, where the client can be asked, and to be told when they change. */
  begin(): Promise<void>;
}

/**
 * Follows the editor's settings. What is wrong with them is said once, all in one message; what is right of them counts.
 *
 * @param changed They say something else.
 */
export function followSettings(
  connection: Connection,
  client: ClientAbilities,
  changed: (wishes: Wishes) => Promise<void>,
): Settings {
  let said = '';
  let known = '{}';
  const take = (value: unknown): Wishes => {
    const { wishes, problems } = readSettings(value);
    const message = problems.join('\n');
    if (message !== said && message !== '') {
      const text = `dagport's settings: ${message}`;
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message: text });
    }
    said = message;
    known = JSON.stringify(wishes);
    return wishes;
  };
  const follow = async (value: unknown): Promise<void> => {
    const before = known;
    const wishes = take(value);
    if (known !== before) await changed(wishes);
  };
  const ask = async (): Promise<void> => {
    const value: unknown = await connection.workspace.getConfiguration(SECTION).catch((error: unknown) => {
      connection.console.warn(`The editor does not give its settings: ${String(error)}`);
      return undefined;
    });
    // An editor that knows none of the settings leaves what it said at the start.
    if (value !== null && value !== undefined) await follow(value);
  };
  connection.onDidChangeConfiguration(async ({ settings }) => {
    if (client.givesSettings) await ask();
    else await follow(ownSection(settings));
  });
  return {
    take,
    async begin() {
      if (client.tellsSettings) {
        await connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
      }
      if (client.givesSettings) await ask();
    },
  };
}

/** Editors send either all settings or the section alone. */
function ownSection(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null || !(SECTION in settings)) return settings;
  return settings[SECTION];
}
