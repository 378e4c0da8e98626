// Checks manifests that kubectl kustomize put out: kubernetes.mjs FILE…
// Each object against its kind's schema (npm kubernetes-models): types, required and closed-set members. A member that
// no schema knows passes, and Flink's kinds have no schema there: both are printed as not checked.
import fs from 'node:fs';
import YAML from 'yaml';

const roots = ['kubernetes-models', '@kubernetes-models/prometheus-operator'];
const without = new Set();
let checked = 0;
let invalid = 0;

async function modelOf(object) {
  for (const root of roots) {
    const file = new URL(`node_modules/${root}/${object.apiVersion}/${object.kind}.js`, import.meta.url);
    if (fs.existsSync(file)) return (await import(file.href))[object.kind];
  }
  return undefined;
}

for (const file of process.argv.slice(2)) {
  for (const document of YAML.parseAllDocuments(fs.readFileSync(file, 'utf8'))) {
    const object = document.toJSON();
    if (!object) continue;
    const Model = await modelOf(object);
    if (!Model) {
      without.add(`${object.kind}/${object.metadata.name}`);
      continue;
    }
    checked++;
    try {
      new Model(object).validate();
    } catch (error) {
      invalid++;
      console.error(`${file}: ${object.kind}/${object.metadata.name}: ${error.message}`);
    }
  }
}
console.log(`${checked} objects checked, ${invalid} invalid; without a schema: ${[...without].join(', ') || 'none'}`);
process.exit(invalid || checked === 0 ? 1 : 0);
