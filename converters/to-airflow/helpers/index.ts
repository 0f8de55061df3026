import chooseCaseSource from './choose_case.py?raw';
import dagportTextSource from './dagport_text.py?raw';
import dockerVolumeSource from './docker_volume.py?raw';
import failTaskSource from './fail_task.py?raw';
import generatorItemsSource from './generator_items.py?raw';
import generatorPairsSource from './generator_pairs.py?raw';
import nameOfObjectSource from './name_of_object.py?raw';
import nameOfPairSource from './name_of_pair.py?raw';
import nameOfTextSource from './name_of_text.py?raw';
import requiredVariableSource from './required_variable.py?raw';
import routeByStateSource from './route_by_state.py?raw';
import stateOfTaskOnAirflow2Source from './state_of_task_airflow_2.py?raw';
import stateOfTaskOnAirflow3Source from './state_of_task_airflow_3.py?raw';
import taskIdPartSource from './task_id_part.py?raw';

/** A Python function that a DAG file carries with it where it is used, so that the file needs no dagport to run. */
export interface Helper {
  readonly name: string;
  /** Counted up with each change of its text: a reader of a DAG file sees which one it holds. */
  readonly version: number;
  readonly source: string;
  /** What it names: other helpers are found by their names, the rest has to be imported. */
  readonly needs: readonly (
    | 'state_of_task'
    | 'AirflowFailException'
    | 'DockerHook'
    | 'os'
    | 're'
    | 'json'
    | 'namedtuple'
  )[];
}

export const chooseCase: Helper = { name: 'choose_case', version: 1, source: chooseCaseSource, needs: [] };

export const routeByState: Helper = {
  name: 'route_by_state',
  version: 1,
  source: routeByStateSource,
  needs: ['state_of_task', 'AirflowFailException'],
};

export const failTask: Helper = {
  name: 'fail_task',
  version: 1,
  source: failTaskSource,
  needs: ['AirflowFailException'],
};

export const dockerVolume: Helper = {
  name: 'docker_volume',
  version: 2,
  source: dockerVolumeSource,
  needs: ['DockerHook'],
};

export const requiredVariable: Helper = {
  name: 'required_variable',
  version: 1,
  source: requiredVariableSource,
  needs: ['os'],
};

export const stateOfTaskOnAirflow2: Helper = {
  name: 'state_of_task',
  version: 1,
  source: stateOfTaskOnAirflow2Source,
  needs: [],
};

export const stateOfTaskOnAirflow3: Helper = {
  name: 'state_of_task',
  version: 1,
  source: stateOfTaskOnAirflow3Source,
  needs: [],
};

export const generatorItems: Helper = {
  name: 'generator_items',
  version: 1,
  source: generatorItemsSource,
  needs: ['re'],
};

export const taskIdPart: Helper = {
  name: 'task_id_part',
  version: 1,
  source: taskIdPartSource,
  needs: ['re'],
};

export const nameOfText: Helper = {
  name: 'name_of_text',
  version: 1,
  source: nameOfTextSource,
  needs: [],
};

export const nameOfObject: Helper = {
  name: 'name_of_object',
  version: 1,
  source: nameOfObjectSource,
  needs: [],
};

export const nameOfPair: Helper = {
  name: 'name_of_pair',
  version: 1,
  source: nameOfPairSource,
  needs: [],
};

export const generatorPairs: Helper = {
  name: 'generator_pairs',
  version: 1,
  source: generatorPairsSource,
  needs: ['namedtuple'],
};

export const dagportText: Helper = { name: 'dagport_text', version: 1, source: dagportTextSource, needs: ['json'] };
