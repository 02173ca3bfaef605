/**
 * Why a library of the catalog is not checked here, by its name.
 * @type {Readonly<Record<string, string>>}
 */
export const reasons = {
  'grpc-tools': 'generated into projects; the classes are those of @grpc/grpc-js',
};
