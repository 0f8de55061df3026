/** What a command may touch of the world around it, beside files: tests give their own. */
export interface CommandIo {
  /** The folder that relative paths start from. */
  readonly cwd: string;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Are terminal colours wanted? */
  readonly color: boolean;
  /** All of the standard input, as bytes. */
  readonly stdin: () => Promise<Uint8Array>;
}
