export {
  PLUGIN_FOLDERS,
  type Plugin,
  type PluginFile,
  type PluginFolder,
  type PluginPriority,
  type PluginProblem,
} from './plugin';
export { type PluginTypes, readPlugins } from './read-plugins';
