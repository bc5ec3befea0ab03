// The door of hunts.
export { huntRoutes } from "./routes.ts";
export { runHunt } from "./run-hunt.ts";
export { insertHunt } from "./start-hunt.ts";
