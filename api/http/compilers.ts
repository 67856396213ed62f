// What checks and writes the JSON of a route is made when the route is first called: made for all of them at once, it
// would be most of what a start takes.
import ajvCompilers from '@fastify/ajv-compiler';
import stringifyCompilers from '@fastify/fast-json-stringify-compiler';
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';

const validators = ajvCompilers();
const serializers = stringifyCompilers();

/** Call it before there are routes. A schema that is none is found out by the first call of its route. */
export function compileWhenCalled(app: FastifyInstance): void {
  const validator = validators({}, { customOptions: {} });
  const serializer = serializers();
  app.setValidatorCompiler((route) => whenCalled(() => validator(route)));
  app.setSerializerCompiler(({ method, url, schema }) =>
    whenCalled(() => serializer({ method, url, schema, httpStatus: '' })),
  );
}

type Errors = Exclude<ReturnType<FastifySchemaCompiler<unknown>>['errors'], undefined>;

/** @returns the function that `make` makes, which is made once; as Ajv's, it carries what it found wrong last */
function whenCalled<Out>(make: () => { (value: unknown): Out; errors?: Errors }) {
  let made: ReturnType<typeof make> | undefined;
  const call = (value: unknown): Out => {
    made ??= make();
    const out = made(value);
    call.errors = made.errors ?? null;
    return out;
  };
  call.errors = null as Errors;
  return call;
}
