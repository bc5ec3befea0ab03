// Annual reports of authorities on the portal: list, report, open data, document.
import type { Hono } from "hono";
import type { PortalEnv } from "../options.ts";
import { annualReportPage, annualReportsPage } from "../pages/annual-pages.ts";
import { noticePage } from "../pages/plain-pages.ts";
import type { PortalContext } from "./answer.ts";

const missing = async (c: PortalContext): Promise<Response> => c.html(await noticePage(c.get("view"), "missing"), 404);

export function addAnnualRoutes(app: Hono<PortalEnv>): void {
  app.get("/annual-reports", async (c) =>
    c.html(await annualReportsPage(c.get("view"), await c.get("core").annual.list())),
  );
  app.get("/annual-reports/:id", async (c) => {
    const found = await c.get("core").annual.read(c.req.param("id"));
    return found ? c.html(await annualReportPage(c.get("view"), found)) : await missing(c);
  });
  for (const format of ["csv", "json"] as const)
    app.get(`/annual-reports/:id/data.${format}`, async (c) => {
      const { language } = c.get("view");
      return (await c.get("core").annual.sheet(c.req.param("id") ?? "", format, language)) ?? (await missing(c));
    });
  app.get("/annual-reports/:id/report.pdf", async (c) => {
    const file = await c.get("core").annual.pdf(c.req.param("id"), c.get("view").language);
    if (!file) return await missing(c);
    return c.body(new Uint8Array(file.bytes), 200, {
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="${file.name}"`,
    });
  });
}
