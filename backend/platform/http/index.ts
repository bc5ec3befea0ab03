// The door to HTTP: declared routes, problem documents, security headers.
export { defineRoutes, route, type Access, type RouteDeclaration, type RouteInput } from "./routes.ts";
export { fromZod, problemResponse, toProblem, type Problem } from "./problem.ts";
export { makeOpenApi } from "./openapi.ts";
export { peerAddressOf } from "./peer-address.ts";
export { policyReportPath, takePolicyReports } from "./policy-reports.ts";
export { securityHeaders } from "./security-headers.ts";
export type { HttpContext, HttpEnv } from "./env.ts";
