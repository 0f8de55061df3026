import { editDistance } from '../../../text/edit-distance';
import { nearest } from '../../../text/nearest';

/** A part of a path of a module, or a name out of one, that is a slip: where it stands in the text, and what was meant. */
export interface ModuleSlip {
  readonly word: string;
  readonly meant: string;
  readonly start: number;
  readonly end: number;
}

/** Modules of the standard library that workflows use. Others are no candidates: a module of one's own may be near to any. */
const STANDARD = words(`
  argparse asyncio base64 calendar collections concurrent configparser contextlib copy csv dataclasses datetime decimal
  difflib enum fnmatch fractions ftplib functools getpass glob gzip hashlib heapq html http importlib inspect ipaddress
  itertools json locale logging math mimetypes multiprocessing operator os pathlib pickle platform pprint queue random re
  secrets shlex shutil signal smtplib socket sqlite3 ssl statistics string struct subprocess sys tarfile tempfile textwrap
  threading time timeit traceback types typing unicodedata urllib uuid warnings weakref xml zipfile zoneinfo`);

/** Packages of others that look like a slip in one of those. */
const PACKAGES = words('pathlib2 dataclass calendars decimals ujson orjson jsons cjson rjson jsonn pickle5 xml2 httpx');

/** What Airflow has below some of its packages, in 2.11 and in 3.3: for slips only, so what is missing here does no harm. */
const BELOW_AIRFLOW: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'airflow',
    words(`
      api api_fastapi assets auth callbacks cli compat configuration contrib dag_processing datasets decorators exceptions
      executors hooks io jobs kubernetes lineage listeners macros metrics models notifications operators partition_mappers
      plugins_manager policies providers providers_manager sdk secrets security sensors serialization settings state stats
      task task_group templates ti_deps timetables traces triggers utils version AirflowException DAG Dataset XComArg`),
  ],
  ['airflow.timetables', words('assets base datasets events interval simple trigger')],
  [
    'airflow.models',
    words(`
      abstractoperator asset backfill base baseoperator baseoperatorlink callback connection crypto dag dag_version dagbag
      dagbundle dagcode dagparam dagpickle dagrun dagwarning dataset errors expandinput hitl log mappedoperator operator param
      pool renderedtifields serialized_dag skipmixin slamiss taskfail taskinstance taskinstancehistory taskinstancekey tasklog
      taskmap taskmixin taskreschedule team trigger variable xcom xcom_arg BaseOperator Connection DAG DagBag DagModel DagRun
      DagTag MappedOperator Operator Param Pool TaskInstance TaskReschedule Trigger Variable XCom XComArg`),
  ],
  [
    'airflow.utils',
    words(`
      airflow_flask_app cli code_utils compression configuration context dates db decorators deprecation_tools docs
      dot_renderer edgemodifier email event_scheduler file hashlib_wrapper helpers json log mixins module_loading net
      operator_helpers operator_resources platform process_utils python_virtualenv retries sensor_helper serve_logs session
      setup_teardown singleton sqlalchemy state strings task_group template timeout timezone trigger_rule types warnings
      weekday weight_rule xcom yaml`),
  ],
  [
    'airflow.operators',
    words(`
      bash bash_operator branch branch_operator datetime dummy dummy_operator email email_operator empty generic_transfer
      latest_only latest_only_operator python python_operator smooth subdag subdag_operator trigger_dagrun weekday`),
  ],
  [
    'airflow.sensors',
    words('base base_sensor_operator bash date_time external_task filesystem python time_delta time_sensor weekday'),
  ],
]);

/** What stands in some modules, as far as workflows name it. */
const MEMBERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['datetime', words('MAXYEAR MINYEAR UTC date datetime datetime_CAPI sys time timedelta timezone tzinfo')],
  [
    'json',
    words(
      'JSONDecodeError JSONDecoder JSONEncoder codecs decoder detect_encoding dump dumps encoder load loads scanner tool',
    ),
  ],
  ['airflow.timetables.interval', words('CronDataIntervalTimetable DeltaDataIntervalTimetable')],
  [
    'airflow.timetables.trigger',
    words('CronPartitionTimetable CronTriggerTimetable DeltaTriggerTimetable MultipleCronTriggerTimetable'),
  ],
  ['airflow.timetables.events', words('EventsTimetable')],
  ['airflow.timetables.assets', words('AssetOrTimeSchedule')],
  ['airflow.timetables.datasets', words('DatasetOrTimeSchedule')],
]);

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** The slip in a path of a module such as `jsno` or `airflow.timetable.interval`; nothing where it may be a module of one's own. */
export function moduleSlip(path: string): ModuleSlip | undefined {
  const [first = '', ...rest] = path.split('.');
  if (first === '') return undefined;
  const root = rootSlip(first);
  if (root !== undefined) return { word: first, meant: root, start: 0, end: first.length };
  if (first !== 'airflow') return undefined;
  let package_ = first;
  let start = first.length + 1;
  for (const part of rest) {
    const known = BELOW_AIRFLOW.get(package_);
    if (known === undefined) return undefined;
    if (!known.has(part)) {
      const meant = nearIn(part, known);
      return meant === undefined ? undefined : { word: part, meant, start, end: start + part.length };
    }
    package_ = `${package_}.${part}`;
    start += part.length + 1;
  }
  return undefined;
}

/** The slip in the name of something that a module has. */
export function memberSlip(module: string, name: string): string | undefined {
  const members = MEMBERS.get(module);
  return members === undefined || members.has(name) ? undefined : nearIn(name, members);
}

function nearIn(word: string, known: ReadonlySet<string>): string | undefined {
  return word.length < 4 ? undefined : nearest(word, known).find((meant) => editDistance(word, meant, 2) <= 2);
}

function rootSlip(name: string): string | undefined {
  if (STANDARD.has(name) || PACKAGES.has(name)) return undefined;
  if (name !== 'airflow' && name.length > 5 && editDistance(name, 'airflow', 1) === 1) return 'airflow';
  return [...STANDARD].find((meant) => isSlip(name, meant));
}

/** Two letters that changed places, or one in a longer name; an `s`, a digit or a `_` at its end may well be meant. */
function isSlip(name: string, meant: string): boolean {
  if (meant.length < 4 || name.toLowerCase() !== name || editDistance(name, meant, 1) !== 1) return false;
  if (name.length === meant.length && sorted(name) === sorted(meant)) return true;
  if (meant.length < 6 || name.startsWith(meant) || name.endsWith(meant) || `${name}s` === meant) return false;
  return name.length !== meant.length || meant.length > 6;
}

function sorted(word: string): string {
  return [...word].sort().join('');
}
