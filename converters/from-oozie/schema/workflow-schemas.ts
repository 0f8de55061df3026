/**
 * The schemas of workflows and of service level agreements, and the types that most schemas share. Source: the schema files of Oozie 5.2 (`client/src/main/resources/*.xsd`); notation.ts says how a line is read.
 */
export const workflowSchemas = `
= common
prepare ; * ; ; delete:* mkdir:*
delete ; * ; @path ; empty
mkdir ; * ; @path ; empty
configuration ; * ; ; property:configuration.property+
configuration.property ; * ; ; name value description?
launcher ; * ; ; (memory.mb=unsignedInt? | vcores=unsignedInt? | java-opts? | env? | queue? | sharelib? | view-acl? | modify-acl?)+
flag ; * ; ; empty

= workflow 0.1 0.2 0.2.5 0.3 0.4 0.4.5 0.5 1.0
/ ; * ; ; workflow-app:
/ ; * ; ; switch:
/ ; * ; ; kill:
/ ; * ; ; map-reduce:
/ ; * ; ; pig:
/ ; 0.1 ; ; ssh:
/ ; * ; ; sub-workflow:
/ ; * ; ; fs:
/ ; * ; ; java:
workflow-app ; 0.1 ; @name ; start: (decision: | fork: | join: | kill: | action:)* end:
workflow-app ; 0.2 ; @name ; start: (decision: | fork: | join: | kill: | action:)* end: ##sla-0.1?
workflow-app ; 0.2.5 0.3 ; @name ; credentials:? start: (decision: | fork: | join: | kill: | action:)* end: ##sla-0.1?
workflow-app ; 0.4 0.4.5 ; @name ; parameters:? global:? credentials:? start: (decision: | fork: | join: | kill: | action:)* end: ##sla-0.1?
workflow-app ; 0.5 1.0 ; @name ; parameters:? global:? credentials:? start: (decision: | fork: | join: | kill: | action:)* end: ##sla?
start ; * ; @to=id_ ; empty
decision ; * ; @name=id_ ; switch:
switch ; * ; ; case:+ default:
case ; * ; @to=id_ ; text
default ; * ; @to=id_ ; empty
fork ; * ; @name=id_ ; path:fork-transition path:fork-transition+
fork-transition ; * ; @start=id_ ; empty
join ; * ; @name=id_ @to=id_ ; empty
kill ; * ; @name=id_ ; message
action ; 0.1 ; @name=id_ ; (map-reduce: | pig: | ssh: | sub-workflow: | fs: | http: | email: | java: | ##other) ok:action-transition error:action-transition
action ; 0.2 ; @name=id_ ; (map-reduce: | pig: | sub-workflow: | fs: | java: | ##other) ok:action-transition error:action-transition ##sla-0.1?
action ; 0.2.5 ; @name=id_ @cred? ; (map-reduce: | pig: | sub-workflow: | fs: | java: | ##other) ok:action-transition error:action-transition ##sla-0.1?
action ; 0.3 0.4 0.4.5 ; @name=id_ @cred? @retry-max? @retry-interval? ; (map-reduce: | pig: | sub-workflow: | fs: | java: | ##other) ok:action-transition error:action-transition ##sla-0.1?
action ; 0.5 1.0 ; @name=id_ @cred? @retry-max? @retry-interval? @retry-policy? ; (map-reduce: | pig: | sub-workflow: | fs: | java: | ##other) ok:action-transition error:action-transition ##sla?
map-reduce ; 0.1 0.2 0.2.5 0.3 ; ; job-tracker name-node prepare:? (streaming:? | pipes:?)? job-xml? configuration:? file* archive*
map-reduce ; 0.4 0.4.5 ; ; job-tracker? name-node? prepare:? (streaming:? | pipes:?)? job-xml* configuration:? file* archive*
map-reduce ; 0.5 ; ; job-tracker? name-node? prepare:? (streaming:? | pipes:?)? job-xml* configuration:? config-class? file* archive*
map-reduce ; 1.0 ; ; (job-tracker? | resource-manager?) name-node? prepare:? (streaming:? | pipes:?)? launcher:? job-xml* configuration:? config-class? file* archive*
delete ; 0.5 ; @path @skip-trash?=boolean ; empty
streaming ; * ; ; mapper? reducer? record-reader? record-reader-mapping* env*
pipes ; * ; ; map? reduce? inputformat? partitioner? writer? program?
pig ; 0.1 ; ; job-tracker name-node prepare:? job-xml? configuration:? script param* file* archive*
pig ; 0.2 0.2.5 0.3 ; ; job-tracker name-node prepare:? job-xml? configuration:? script param* argument* file* archive*
pig ; 0.4 0.4.5 0.5 ; ; job-tracker? name-node? prepare:? job-xml* configuration:? script param* argument* file* archive*
pig ; 1.0 ; ; (job-tracker? | resource-manager?) name-node? prepare:? launcher:? job-xml* configuration:? script param* argument* file* archive*
ssh ; 0.1 ; ; host command args* capture-output:flag?
sub-workflow ; * ; ; app-path propagate-configuration:flag? configuration:?
fs ; 0.1 0.2 0.2.5 0.3 ; ; (delete: | mkdir: | move: | chmod:)*
fs ; 0.4 ; ; name-node? job-xml* configuration:? (delete: | mkdir: | move: | chmod: | touchz:)*
fs ; 0.4.5 1.0 ; ; name-node? job-xml* configuration:? (delete: | mkdir: | move: | chmod: | touchz: | chgrp:)*
fs ; 0.5 ; ; name-node? job-xml* configuration:? (delete: | mkdir: | move: | chmod: | touchz: | chgrp: | setrep:)*
move ; * ; @source @target ; empty
chmod ; 0.1 0.2 0.2.5 0.3 ; @path @permissions @dir-files? ; empty
chmod ; 0.4 0.4.5 0.5 1.0 ; @path @permissions @dir-files? ; recursive:flag?
http ; 0.1 ; ; http-url post:http-post? (wait:flag | continue:flag) capture-output:flag
http-post ; 0.1 ; @content-type ; text
email ; 0.1 ; ; to subject message?
java ; 0.1 0.2 0.2.5 0.3 ; ; job-tracker name-node prepare:? job-xml? configuration:? main-class java-opts? arg* file* archive* capture-output:flag?
java ; 0.4 0.4.5 0.5 ; ; job-tracker? name-node? prepare:? job-xml* configuration:? main-class (java-opts | java-opt+)? arg* file* archive* capture-output:flag?
java ; 1.0 ; ; (job-tracker? | resource-manager?) name-node? prepare:? launcher:? job-xml* configuration:? main-class (java-opts | java-opt+)? arg* file* archive* capture-output:flag?
action-transition ; * ; @to=id_ ; empty
end ; * ; @name=id_ ; empty
credentials ; 0.2.5 0.3 0.4 0.4.5 0.5 1.0 ; ; (credential:)*
credential ; 0.2.5 0.3 0.4 0.4.5 0.5 1.0 ; @name @type ; (property:credential.property+)*
credential.property ; 0.2.5 0.3 0.4 0.4.5 0.5 1.0 ; ; name value description?
parameters ; 0.4 0.4.5 0.5 1.0 ; ; property:parameters.property+
parameters.property ; 0.4 0.4.5 0.5 1.0 ; ; name value? description?
global ; 0.4 0.4.5 0.5 ; ; job-tracker? name-node? job-xml* configuration:?
global ; 1.0 ; ; (job-tracker? | resource-manager?) name-node? launcher:? job-xml* configuration:?
touchz ; 0.4 0.4.5 0.5 1.0 ; @path ; empty
chgrp ; 0.4.5 0.5 1.0 ; @path @group @dir-files? ; recursive:flag?
setrep ; 0.5 ; @path @replication-factor=short ; empty

= sla 0.1 0.2
/ ; * ; ; info:sla-info
sla-info ; 0.1 ; ; app-name nominal-time should-start should-end parent-client-id? parent-sla-id? notification-msg? alert-contact dev-contact qa-contact se-contact alert-frequency? alert-percentage? upstream-apps?
sla-info ; 0.2 ; ; nominal-time should-start? should-end max-duration? alert-events? alert-contact? notification-msg? upstream-apps?
`;
