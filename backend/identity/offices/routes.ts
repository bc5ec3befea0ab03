// Offices over HTTP, for those who keep them at the desk; what an office's own device does are pages of the portal.
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { checkId } from "../own-routes.ts";
import { Nothing } from "../requests.ts";
import { makeDeviceLink, withdrawDevice } from "./enrol-device.ts";
import { makeClerk, removeClerk, renewPin } from "./keep-clerks.ts";
import { listOffices } from "./list-offices.ts";
import { closeOffice, makeOffice } from "./make-office.ts";
import { MakeClerk, MakeDeviceLink, MakeOffice } from "./requests.ts";

const root = "/api/v1/identity/offices";
const tag = "offices";
const access = { kind: "act", act: "office.change" } as const;

export const officeRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access,
    summary: "Offices with their devices and clerks",
    tag,
    handle: async ({ ctx }) => await listOffices(ctx),
  }),
  route({
    method: "post",
    path: root,
    access,
    summary: "Make an office",
    tag,
    body: MakeOffice,
    status: 201,
    handle: async ({ ctx, body }) => await makeOffice(ctx, body),
  }),
  route({
    method: "delete",
    path: `${root}/:officeId`,
    access,
    summary: "Close an office: its devices and PINs open nothing any more",
    tag,
    handle: async ({ ctx, params }) => await closeOffice(ctx, checkId(params["officeId"])),
  }),
  route({
    method: "post",
    path: `${root}/:officeId/devices`,
    access,
    summary: "A link that enrols a device of the office; shown once",
    tag,
    body: MakeDeviceLink,
    status: 201,
    handle: async ({ ctx, params, body }) => await makeDeviceLink(ctx, checkId(params["officeId"]), body),
  }),
  route({
    method: "delete",
    path: `${root}/devices/:deviceId`,
    access,
    summary: "Withdraw a device: it opens nothing any more",
    tag,
    handle: async ({ ctx, params }) => await withdrawDevice(ctx, checkId(params["deviceId"])),
  }),
  route({
    method: "post",
    path: `${root}/:officeId/clerks`,
    access,
    summary: "Add a clerk; the PIN is shown once",
    tag,
    body: MakeClerk,
    status: 201,
    handle: async ({ ctx, params, body }) => await makeClerk(ctx, checkId(params["officeId"]), body),
  }),
  route({
    method: "post",
    path: `${root}/clerks/:clerkId/pin`,
    access,
    summary: "A new PIN for a clerk; shown once",
    tag,
    body: Nothing,
    status: 201,
    handle: async ({ ctx, params }) => await renewPin(ctx, checkId(params["clerkId"])),
  }),
  route({
    method: "delete",
    path: `${root}/clerks/:clerkId`,
    access,
    summary: "Remove a clerk",
    tag,
    handle: async ({ ctx, params }) => await removeClerk(ctx, checkId(params["clerkId"])),
  }),
];
