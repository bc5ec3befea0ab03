// The entries that we use of Secvisogram's validator, which brings no types for them.
declare module "@secvisogram/csaf-validator-lib/validate.js" {
  export default function validate(
    tests: ((document: unknown) => unknown)[],
    document: unknown,
  ): Promise<{ isValid: boolean; tests: { name: string; errors: { instancePath: string; message: string }[] }[] }>;
}
declare module "@secvisogram/csaf-validator-lib/schemaTests.js" {
  const tests: Record<string, (document: unknown) => unknown>;
  export = tests;
}
declare module "@secvisogram/csaf-validator-lib/mandatoryTests.js" {
  const tests: Record<string, (document: unknown) => unknown>;
  export = tests;
}
