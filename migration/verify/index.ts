export { exhaustiveLimit } from './explore';
export type { Difference, Trace, Verification, VerifyInput } from './verify';
export { taskIdOf, verifyFlow } from './verify';
export { verifyPipeline } from './verify-jenkins';
