// The door of flow times: count what was finished at the portal, and show it to the team.
export { beginFlow, finishFlow, sayOpinion } from "./count-flows.ts";
export { flowTimeRoutes } from "./routes.ts";
