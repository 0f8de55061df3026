/** What a command may touch of the world around it, beside files: tests give their own. */
export interface CommandIo {
  /** The folder that relative paths start from. */
  readonly cwd: string;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Are terminal colours wanted? */
  readonly color: boolean;
  /** The columns of the terminal; absent where the output goes elsewhere. */
  readonly width?: number;
  /** All of the standard input, as bytes. */
  readonly stdin: () => Promise<Uint8Array>;
  /** Variables of the environment that a command may ask for: `CI`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Does a person see the standard error while it is written? Then progress is shown there. */
  readonly showsProgress?: boolean;
  /** Asks the person at the terminal, and gives the answer; absent where nobody is there. */
  readonly ask?: (question: string) => Promise<string>;
  /** Ends what would go on for ever: `lint --watch`. */
  readonly signal?: AbortSignal;
  /** The bundle that runs, from which workers can be started; absent where dagport runs from its source. */
  readonly bundle?: string;
}
