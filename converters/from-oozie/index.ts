export { checkOozie } from './check-definition';
export { convertOozie } from './convert-oozie';
export { profileNames } from './profile/load-profile';
export { type Property, readProperties } from './read-properties';
export { OOZIE_RULES } from './rules';
