// The register's lists as tables: constituents, contacts, networks, services, accredited bodies, areas.
import { z } from "zod";
import type { RouteDeclaration } from "../../platform/http/index.ts";
import { exportRoute } from "../../platform/sheets/index.ts";
import { AccreditationsQuery } from "../../registry/accreditations/model.ts";
import { ListOpenClaims } from "../../registry/claims/model.ts";
import { listAccreditations, listClaims, listServices } from "../../registry/index.ts";
import { ServicesQuery } from "../../registry/services/model.ts";
import { listAreas } from "../directory/list-areas.ts";
import { listConstituents } from "../directory/list-constituents.ts";
import { type AreaView, type ConstituentRow, DirectoryQuery } from "../directory/model.ts";
import { askExportRoute, plainFilter, requireSecondPerson } from "./ask-export.ts";
import { columnsOf } from "./columns.ts";
import { type ContactLine, ContactsQuery, listContacts } from "./list-contacts.ts";

const tag = "exports";
const path = (name: string): string => `/api/v1/desk/exports/${name}`;
const act = (name: string) => ({ kind: "act", act: name }) as const;

const one = columnsOf<ConstituentRow>();
const contact = columnsOf<ContactLine>();
const claim = columnsOf<Awaited<ReturnType<typeof listClaims>>["rows"][number]>();
const service = columnsOf<Awaited<ReturnType<typeof listServices>>["rows"][number]>();
const body = columnsOf<Awaited<ReturnType<typeof listAccreditations>>["rows"][number]>();
const area = columnsOf<AreaView>();
/** A name that is kept in several languages: each in a column of its own. */
const named = (names: Record<string, string> | null, language: string): string | null => names?.[language] ?? null;

export const registerExports: RouteDeclaration[] = [
  askExportRoute("contacts", "contact.export", ContactsQuery),
  exportRoute({
    path: path("constituents"),
    access: act("registry.read"),
    summary: "The register's constituents as a table, with the filters of the list",
    tag,
    name: "constituents",
    title: "exports.list.constituents",
    query: DirectoryQuery,
    columns: [
      one.text("reference", ({ reference }) => reference),
      one.text("name", ({ name }) => name),
      one.text("sector", ({ sector }) => sector, "desk.directory.sector."),
      one.text("areaFr", ({ areaNames }) => named(areaNames, "fr")),
      one.text("areaEn", ({ areaNames }) => named(areaNames, "en")),
      one.text("areaMn", ({ areaNames }) => named(areaNames, "mn")),
      one.text("address", ({ address }) => address),
      one.text("legalForm", ({ legalForm }) => legalForm),
      one.number("claims", ({ claims }) => claims),
      one.yes("hasContact", ({ hasContact }) => hasContact),
    ],
    list: async (ctx, query, cursor) =>
      await listConstituents(ctx, {
        ...DirectoryQuery.parse(query),
        limit: 200,
        ...(cursor === undefined ? {} : { cursor }),
      }),
  }),
  exportRoute({
    path: path("contacts"),
    access: act("contact.export"),
    summary: "Contacts of the register as a table; for people, not for machines' keys",
    tag,
    name: "contacts",
    title: "exports.list.contacts",
    query: ContactsQuery,
    before: async (ctx, query) => await requireSecondPerson(ctx, "contacts", plainFilter(ContactsQuery, query)),
    columns: [
      contact.text("reference", ({ reference }) => reference),
      contact.text("constituent", ({ constituent }) => constituent),
      contact.text("sector", ({ sector }) => sector, "desk.directory.sector."),
      contact.text("name", ({ name }) => name),
      contact.text("role", ({ role }) => role, "desk.directory.role."),
      contact.text("email", ({ email }) => email),
      contact.text("phone", ({ phone }) => phone),
      contact.list("languages", ({ languages }) => languages),
      contact.text("hours", ({ hours }) => hours),
      contact.yes("isSafeChannel", ({ isSafeChannel }) => isSafeChannel),
    ],
    list: async (ctx, query, cursor) =>
      await listContacts(ctx, { ...ContactsQuery.parse(query), ...(cursor === undefined ? {} : { cursor }) }),
  }),
  exportRoute({
    path: path("claims"),
    access: act("registry.read"),
    summary: "Network claims as a table: open ones, those without a proof, or all",
    tag,
    name: "claims",
    title: "exports.list.claims",
    query: ListOpenClaims,
    columns: [
      claim.text("constituent", ({ name }) => name),
      claim.text("kind", ({ kind }) => kind, "desk.directory.kind."),
      claim.text("value", ({ value }) => value),
      claim.instant("heldFrom", ({ heldFrom }) => heldFrom),
      claim.instant("heldUntil", ({ heldUntil }) => heldUntil),
      claim.text("state", ({ state }) => state, "claims.state."),
      claim.text("proof", ({ proof }) => proof, "desk.directory.proof."),
      claim.text("source", ({ source }) => source),
      claim.instant("provenAt", ({ provenAt }) => provenAt),
      claim.instant("createdAt", ({ createdAt }) => createdAt),
    ],
    list: async (ctx, query, cursor) =>
      await listClaims(ctx, {
        ...ListOpenClaims.parse(query),
        limit: 200,
        ...(cursor === undefined ? {} : { cursor }),
      }),
  }),
  exportRoute({
    path: path("services"),
    access: act("registry.read"),
    summary: "Services online as a table",
    tag,
    name: "services",
    title: "exports.list.services",
    query: ServicesQuery,
    columns: [
      service.text("provider", ({ provider }) => provider),
      service.text("name", ({ name }) => name),
      service.text("url", ({ url }) => url),
      service.text("kind", ({ kind }) => kind),
    ],
    list: async (ctx, query, cursor) =>
      await listServices(ctx, {
        ...ServicesQuery.parse(query),
        limit: 200,
        ...(cursor === undefined ? {} : { cursor }),
      }),
  }),
  exportRoute({
    path: path("accreditations"),
    access: act("accreditation.read"),
    summary: "Registers of accredited bodies as a table",
    tag,
    name: "accreditations",
    title: "exports.list.accreditations",
    query: AccreditationsQuery,
    columns: [
      body.text("reference", ({ reference }) => reference),
      body.text("kind", ({ kind }) => kind),
      body.text("name", ({ name }) => name),
      body.text("country", ({ country }) => country),
      body.text("number", ({ number }) => number),
      body.text("authority", ({ authority }) => authority),
      body.text("state", ({ state }) => state),
      body.text("validUntil", ({ validUntil }) => validUntil),
    ],
    list: async (ctx, query, cursor) =>
      await listAccreditations(ctx, {
        ...AccreditationsQuery.parse(query),
        limit: 200,
        ...(cursor === undefined ? {} : { cursor }),
      }),
  }),
  exportRoute({
    path: path("areas"),
    access: act("registry.read"),
    summary: "Areas of the country as a table",
    tag,
    name: "areas",
    title: "exports.list.areas",
    query: z.strictObject({}),
    columns: [
      area.text("id", ({ id }) => id),
      area.text("parentId", ({ parentId }) => parentId),
      area.text("level", ({ level }) => level),
      area.text("nameFr", ({ names }) => named(names, "fr")),
      area.text("nameEn", ({ names }) => named(names, "en")),
      area.text("nameMn", ({ names }) => named(names, "mn")),
    ],
    list: async (ctx) => ({ rows: await listAreas(ctx), next: null }),
  }),
];
