// The door of proposals: changes that a constituent's people ask for.
export { proposalRoutes } from "./routes.ts";
