// The door of reporting: what the desk reads.
import type { RouteDeclaration } from "../platform/http/index.ts";
import { directoryRoutes } from "./directory/routes.ts";
import { explanationRoutes } from "./explanations/routes.ts";
import { reportingRoutes as pageRoutes } from "./routes.ts";

export const reportingRoutes: RouteDeclaration[] = [...pageRoutes, ...directoryRoutes, ...explanationRoutes];
