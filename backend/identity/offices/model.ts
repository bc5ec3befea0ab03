// Offices where people are helped to report: what the desk sees of them, their devices and clerks, and what each change is confirmed for. Pure.
import type { StepUpBinding } from "../model.ts";

export interface OfficeDeviceView {
  id: string;
  name: string;
  /** `waiting` for its link to be opened, `enrolled`, or `lapsed`: the link's hour is over. */
  state: "waiting" | "enrolled" | "lapsed";
  madeAt: string;
  enrolledAt: string | null;
  lastUsedAt: string | null;
}

export interface ClerkView {
  id: string;
  name: string;
  pinMadeAt: string;
  lastShiftAt: string | null;
  isAtWork: boolean;
  /** Too many wrong PINs: only a new PIN opens a shift. */
  isLockedOut: boolean;
}

export interface OfficeView {
  id: string;
  name: string;
  devices: OfficeDeviceView[];
  clerks: ClerkView[];
  /** Reports that were written down there. */
  reports: number;
}

export interface OfficesView {
  offices: OfficeView[];
}

export interface MadeDeviceLink {
  deviceId: string;
  /** Shown once; opened on the office's device within an hour. */
  link: string;
  expiresAt: string;
}

/** A clerk's PIN is shown once, to be handed over. */
export interface MadeClerkPin {
  clerkId: string;
  pin: string;
}

/** What an enrolled device knows of its office: enough to begin a shift, and nothing of any report. */
export interface OfficeAtDevice {
  officeName: string;
  deviceName: string;
  clerks: { id: string; name: string }[];
}

/** A shift that is open: it hands in and reads nothing. */
export interface OfficeShift {
  officeName: string;
  clerkName: string;
  /** RFC 3339: when it ends, whatever happens. */
  endsAt: string;
}

/** The binding of each dangerous act on offices. */
export const stepUpForOffice = {
  makeDeviceLink: (officeId: string, name: string): StepUpBinding => ({
    act: "office.make_device_link",
    object: officeId,
    version: name.trim(),
  }),
  makeClerk: (officeId: string, name: string): StepUpBinding => ({
    act: "office.make_clerk",
    object: officeId,
    version: name.trim(),
  }),
  renewPin: (clerkId: string): StepUpBinding => ({ act: "office.renew_pin", object: clerkId, version: "1" }),
} as const;
