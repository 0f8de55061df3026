import type { CST } from 'yaml';

/** The concrete tokens of `yaml`: all of a text, blanks and comments included. */
export type Token = CST.Token;
export type SourceToken = CST.SourceToken;
export type Document = CST.Document;
export type BlockMap = CST.BlockMap;
export type BlockSequence = CST.BlockSequence;
export type FlowCollection = CST.FlowCollection;
export type FlowScalar = CST.FlowScalar;
export type BlockScalar = CST.BlockScalar;
