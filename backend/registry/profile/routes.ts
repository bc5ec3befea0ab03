// A constituent's facts over time, its figures and what the register knows around it, over HTTP.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { loadCountry } from "../country/index.ts";
import { idOf } from "../id-of.ts";
import { loadIsic } from "../isic/load-isic.ts";
import { loadInstruments } from "../services/load-instruments.ts";
import { addSize } from "./add-size.ts";
import { askProfile, readLines } from "./ask-profile.ts";
import { Choices, ConstituentDetails, HistoryLine, ProfileAnswer } from "./details/model.ts";
import { loadClasses } from "./load-classes.ts";
import { AddSize, ProfileQuery } from "./model.ts";
import { ProcessingEntry } from "./processing/model.ts";
import { readProcessing } from "./processing/read-processing.ts";
import { readDetails } from "./read-details.ts";

const read = { kind: "act", act: "registry.read" } as const;
const tag = "registry";

export const profileRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/registry/choices",
    access: read,
    summary:
      "Classes of the packs of law, ISIC sections and divisions with their titles, and instruments, for choosing",
    tag,
    response: Choices,
    handle: async ({ ctx }) => ({
      classes: loadClasses(),
      isic: loadIsic(),
      instruments: loadInstruments(),
      timeZone: loadCountry(ctx.config.country).timeZones.default,
    }),
  }),
  route({
    method: "get",
    path: "/api/v1/registry/processing",
    access: read,
    summary: "What this register keeps of people, why and for how long: its own entry in the register of processing",
    tag,
    response: ProcessingEntry,
    handle: async ({ ctx }) => await readProcessing(ctx),
  }),
  route({
    method: "get",
    path: "/api/v1/registry/constituents/:constituentId/details",
    access: read,
    summary: "Hierarchy, figures, services, relations, functions and accreditations of a constituent",
    tag,
    response: ConstituentDetails,
    handle: async ({ ctx, params }) => await readDetails(ctx, idOf(params, "constituentId", "constituent")),
  }),
  route({
    method: "get",
    path: "/api/v1/registry/constituents/:constituentId/profile",
    access: read,
    summary: "A constituent as it was at a time",
    tag,
    query: ProfileQuery,
    response: ProfileAnswer,
    handle: async ({ ctx, params, query }) =>
      await askProfile(ctx, idOf(params, "constituentId", "constituent"), query),
  }),
  route({
    method: "get",
    path: "/api/v1/registry/constituents/:constituentId/history",
    access: read,
    summary: "Every line of a constituent's history, the newest first",
    tag,
    response: z.object({ rows: z.array(HistoryLine) }),
    handle: async ({ ctx, params }) => ({ rows: await readLines(ctx, idOf(params, "constituentId", "constituent")) }),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/sizes",
    access: { kind: "act", act: "registry.change" },
    summary: "Write down how large a constituent is",
    tag,
    body: AddSize,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await addSize(ctx, body),
  }),
];
