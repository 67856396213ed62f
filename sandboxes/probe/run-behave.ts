// node run-behave.ts <stub> <behaviour as JSON>: from now on this third party behaves so; {} is well.
import { type Behaviour, stub } from './kit/stub.ts';

const [name, behaviour] = process.argv.slice(2);
if (!name || !behaviour) throw new Error('usage: run-behave.ts <stub> <behaviour>');
await stub(name).behave(JSON.parse(behaviour) as Behaviour);
process.exit();
