/**
 * The schemas of coordinators and bundles. Source: the schema files of Oozie 5.2 (`client/src/main/resources/*.xsd`); notation.ts says how a line is read.
 */
export const coordinatorSchemas = `
= coordinator 0.1 0.2 0.3 0.4 0.5
/ ; * ; ; coordinator-app:
/ ; * ; ; datasets:
coordinator-app ; 0.1 0.2 0.3 ; @name @frequency @start @end @timezone ; controls:? datasets:? input-events:inputevents? output-events:outputevents? action:
coordinator-app ; 0.4 ; @name @frequency @start @end @timezone ; parameters:? controls:? datasets:? input-events:inputevents? output-events:outputevents? action:
coordinator-app ; 0.5 ; @name @frequency @start @end @timezone ; parameters:? controls:? datasets:? input-events:inputevents? input-logic:inputlogic? output-events:outputevents? action:
controls ; 0.1 ; ; (timeout? concurrency? execution?)?
controls ; 0.2 0.3 0.4 0.5 ; ; (timeout? concurrency? execution? throttle?)?
datasets ; * ; ; (include* (dataset:syncdataset? | async-dataset:asyncdataset?)*)?
syncdataset ; * ; @name=id @frequency @initial-instance @timezone ; uri-template done-flag?
asyncdataset ; * ; @name=id @sequence-type @initial-version ; uri-template
inputevents ; 0.1 0.2 0.3 0.4 ; ; data-in:datain+
inputevents ; 0.5 ; ; (and:logicaland? | or:logicalor? | data-in:datain+)
datain ; * ; @name=id @dataset ; (instance+ | start-instance end-instance)
outputevents ; * ; ; data-out:dataout+
dataout ; 0.1 0.2 0.3 ; @name=id @dataset ; instance
dataout ; 0.4 0.5 ; @name=id @dataset @nocleanup?=boolean ; instance
action ; 0.1 0.2 0.3 ; ; workflow: ##sla-0.1?
action ; 0.4 0.5 ; ; workflow: ##sla?
workflow ; * ; ; app-path configuration:?
parameters ; 0.4 0.5 ; ; property:parameters.property+
parameters.property ; 0.4 0.5 ; ; name value? description?
logicaland ; 0.5 ; @name? @min? @wait? ; (and:logicaland* | or:logicalor* | data-in:logicaldatain+ | combine:*)*
logicalor ; 0.5 ; @name? @min? @wait? ; (and:logicaland* | or:logicalor* | data-in:logicaldatain+ | combine:*)*
logicaldatain ; 0.5 ; @name? @min? @wait? @dataset ; empty
combine ; 0.5 ; @name? @min? @wait? ; (data-in:logicaldatain data-in:logicaldatain+)*
inputlogic ; 0.5 ; ; (and:logicaland* | or:logicalor* | combine:* | data-in:logicaldatain+)*

= bundle 0.1 0.2
/ ; * ; ; bundle-app:
bundle-app ; 0.1 ; @name ; controls:? coordinator:+
bundle-app ; 0.2 ; @name ; parameters:? controls:? coordinator:+
controls ; * ; ; (kick-off-time?)?
coordinator ; 0.1 ; @name=id @critical? ; app-path configuration:?
coordinator ; 0.2 ; @name @critical? @enabled? ; app-path configuration:?
parameters ; 0.2 ; ; property:parameters.property+
parameters.property ; 0.2 ; ; name value? description?
`;
