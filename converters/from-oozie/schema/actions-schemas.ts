/**
 * The schemas of the actions that are no part of a workflow's own schema. Source: the schema files of Oozie 5.2 (`client/src/main/resources/*.xsd`); notation.ts says how a line is read.
 */
export const actionSchemas = `
= distcp-action 0.1 0.2 1.0
/ ; * ; ; distcp:action
action ; 0.1 ; ; job-tracker name-node prepare:? configuration:? java-opts? arg*
action ; 0.2 ; ; job-tracker? name-node? prepare:? configuration:? java-opts? arg*
action ; 1.0 ; ; (job-tracker? | resource-manager?) name-node? prepare:? launcher:? configuration:? java-opts? arg*

= email-action 0.1 0.2
/ ; * ; ; email:action
action ; 0.1 ; ; to cc? subject body
action ; 0.2 ; ; to cc? bcc? subject body content_type? attachment?

= git-action 1.0
/ ; * ; ; git:action
action ; * ; ; resource-manager? name-node prepare:? git-uri branch? key-path? destination-uri configuration:?

= hive-action 0.2 0.3 0.4 0.5 0.6 1.0
/ ; * ; ; hive:action
action ; 0.2 ; ; job-tracker name-node prepare:? job-xml? configuration:? script param* file* archive*
action ; 0.3 ; ; job-tracker name-node prepare:? job-xml* configuration:? script param* file* archive*
action ; 0.4 ; ; job-tracker? name-node? prepare:? job-xml* configuration:? script param* file* archive*
action ; 0.5 ; ; job-tracker? name-node? prepare:? job-xml* configuration:? script param* argument* file* archive*
action ; 0.6 ; ; job-tracker? name-node? prepare:? job-xml* configuration:? (script | query) param* argument* file* archive*
action ; 1.0 ; ; (job-tracker? | resource-manager?) name-node? prepare:? launcher:? job-xml* configuration:? (script | query) param* argument* file* archive*

= hive2-action 0.1 0.2 1.0
/ ; * ; ; hive2:action
action ; 0.1 ; ; job-tracker? name-node? prepare:? job-xml* configuration:? jdbc-url password? script param* argument* file* archive*
action ; 0.2 ; ; job-tracker? name-node? prepare:? job-xml* configuration:? jdbc-url password? (script | query) param* argument* file* archive*
action ; 1.0 ; ; (job-tracker? | resource-manager?) name-node? prepare:? launcher:? job-xml* configuration:? jdbc-url password? (script | query) param* argument* file* archive*

= shell-action 0.1 0.2 0.3 1.0
/ ; * ; ; shell:action
action ; 0.1 ; ; job-tracker name-node prepare:? job-xml? configuration:? exec argument* env-var* file* archive* capture-output:flag?
action ; 0.2 ; ; job-tracker name-node prepare:? job-xml* configuration:? exec argument* env-var* file* archive* capture-output:flag?
action ; 0.3 ; ; job-tracker? name-node? prepare:? job-xml* configuration:? exec argument* env-var* file* archive* capture-output:flag?
action ; 1.0 ; ; (job-tracker? | resource-manager?) name-node? prepare:? launcher:? job-xml* configuration:? exec argument* env-var* file* archive* capture-output:flag?

= spark-action 0.1 0.2 1.0
/ ; * ; ; spark:action
action ; 0.1 ; ; job-tracker name-node prepare:? job-xml* configuration:? master mode? name class? jar spark-opts? arg*
action ; 0.2 ; ; job-tracker? name-node? prepare:? job-xml* configuration:? master mode? name class? jar spark-opts? arg* file* archive*
action ; 1.0 ; ; (job-tracker? | resource-manager?) name-node? prepare:? launcher:? job-xml* configuration:? master mode? name class? jar spark-opts? arg* file* archive*

= sqoop-action 0.2 0.3 0.4 1.0
/ ; * ; ; sqoop:action
action ; 0.2 ; ; job-tracker name-node prepare:? job-xml? configuration:? (command | arg+) file* archive*
action ; 0.3 ; ; job-tracker name-node prepare:? job-xml* configuration:? (command | arg+) file* archive*
action ; 0.4 ; ; job-tracker? name-node? prepare:? job-xml* configuration:? (command | arg+) file* archive*
action ; 1.0 ; ; (job-tracker? | resource-manager?) name-node? prepare:? launcher:? job-xml* configuration:? (command | arg+) file* archive*

= ssh-action 0.1 0.2
/ ; * ; ; ssh:action
action ; 0.1 ; ; host command args* capture-output:flag?
action ; 0.2 ; ; host command (args* | arg*) capture-output:flag?
`;
