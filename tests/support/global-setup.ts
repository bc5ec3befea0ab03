// Runs once before all tests; the database server for tests is started lazily by the first file that asks for one.
export async function setup(): Promise<void> {}
