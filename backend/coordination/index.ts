// The door of coordination: the desk and reporters talk, by receipt and by mail.
export { readOwnReport, readReportAsReporter } from "./read-report.ts";
export { addReporterMessage, addToReport, type ReporterMessage } from "./add-to-report.ts";
export { coordinationRoutes } from "./routes.ts";
