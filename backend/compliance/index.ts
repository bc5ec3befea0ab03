// The door of compliance: what the law asks of whom, and the bodies that it is owed to.
export { bodyRoutes } from "./bodies/routes.ts";
