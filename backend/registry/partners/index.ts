// The door of partner bodies.
export { listPartners } from "./keep-partners.ts";
export { partnerRoutes } from "./routes.ts";
