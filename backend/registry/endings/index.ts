// The door of the ends of organisations.
export { readEndingMail } from "./read-ending.ts";
export { endingRoutes } from "./routes.ts";
