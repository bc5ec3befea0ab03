// The door of partner bodies.
export { partnerRoutes } from "./routes.ts";
