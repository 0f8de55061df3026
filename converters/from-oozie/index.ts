export { checkOozie } from './check-definition';
export { convertOozie } from './convert-oozie';
export { loadProfile, profileNames, profileTexts } from './profile/load-profile';
export type { Profile } from './profile/profile';
export { type Property, readProperties } from './read-properties';
export { OOZIE_RULES } from './rules';
