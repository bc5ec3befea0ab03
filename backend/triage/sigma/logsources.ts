// Which rules look at which events: log sources of rules against channels, event ids and shapes of logs. The facts are data.

import data from "./data/logsources.json" with { type: "json" };
import type { Logsource } from "./model.ts";

/** How a rule is worded for one source: fields that have another name there, and values that single its events out. */
export interface LogsourceVariant {
  fields: Record<string, string>;
  where: Record<string, string>;
}

/** What is known about an event's origin. An empty list means "not known", so it excludes no rule. */
export type EventKind =
  | { kind: "windows"; channel: string; eventId: string }
  | { kind: "other"; products: string[]; services: string[]; categories: string[] }
  | { kind: "unknown" };

/** What a reader of a format knows about all of its events. */
export interface LogsourceHint {
  product?: string;
  services?: string[];
  categories?: string[];
}

interface CategorySource {
  service: string;
  eventIds: string[];
  fields?: Record<string, string>;
  where?: Record<string, string>;
}

interface Recogniser {
  logsource: LogsourceHint;
  has: string[];
  equals: Record<string, string | string[]>;
}

const unchanged: LogsourceVariant = { fields: {}, where: {} };
const categories = data.windows.categories as unknown as Record<string, CategorySource[]>;
export const recognisers = data.recognisers as unknown as Recogniser[];

const servicesByChannel = new Map<string, string[]>();
for (const [service, channels] of Object.entries(data.windows.services as Record<string, string[]>))
  for (const channel of channels) {
    const key = channel.toLowerCase();
    servicesByChannel.set(key, [...(servicesByChannel.get(key) ?? []), service]);
  }
const channelByProvider = new Map(
  Object.entries(data.windows.providers).map(([provider, channel]) => [provider.toLowerCase(), channel]),
);

export function isWindowsChannel(channel: string): boolean {
  return servicesByChannel.has(channel.toLowerCase());
}

/** The channel that a Windows provider writes to, for exports that leave the channel out. */
export function channelOfProvider(provider: string): string | undefined {
  return channelByProvider.get(provider.toLowerCase());
}

/**
 * The wordings under which a rule applies to events of a kind; empty where it does not apply.
 * An event of unknown kind may be anything, so every rule applies to it as written.
 */
export function variantsFor(logsource: Logsource, kind: EventKind): LogsourceVariant[] {
  if (kind.kind === "unknown") return [unchanged];
  if (kind.kind === "windows") return windowsVariants(logsource, kind);
  const pairs: [string | undefined, string[]][] = [
    [logsource.product, kind.products],
    [logsource.service, kind.services],
    [logsource.category, kind.categories],
  ];
  const asked = pairs.filter(([wanted]) => wanted !== undefined);
  const isRefuted = asked.some(([wanted, known]) => known.length > 0 && !known.includes(wanted ?? ""));
  const isConfirmed = asked.length === 0 || asked.some(([wanted, known]) => known.includes(wanted ?? ""));
  return !isRefuted && isConfirmed ? [unchanged] : [];
}

function windowsVariants(logsource: Logsource, kind: { channel: string; eventId: string }): LogsourceVariant[] {
  if (logsource.product !== undefined && logsource.product !== "windows") return [];
  const services = servicesByChannel.get(kind.channel.toLowerCase()) ?? [];
  if (logsource.service !== undefined && !services.includes(logsource.service)) return [];
  if (logsource.category === undefined) return [unchanged];
  const sources = Object.hasOwn(categories, logsource.category) ? (categories[logsource.category] ?? []) : [];
  return sources
    .filter((source) => services.includes(source.service) && source.eventIds.includes(kind.eventId))
    .map((source) => ({ fields: source.fields ?? {}, where: source.where ?? {} }));
}

export function windowsChannels(): string[] {
  return Object.values(data.windows.services as Record<string, string[]>).flat();
}

/** Event ids by which categories tell their events apart in a channel. */
export function categoryEventIds(channel: string): string[] {
  const services = servicesByChannel.get(channel.toLowerCase()) ?? [];
  return Object.values(categories)
    .flat()
    .filter((source) => services.includes(source.service))
    .flatMap((source) => source.eventIds);
}

/** Whether a rule applies to some event of a channel. */
export function isForChannel(logsource: Logsource, channel: string): boolean {
  if (logsource.category === undefined) return windowsVariants(logsource, { channel, eventId: "" }).length > 0;
  return categoryEventIds(channel).some((eventId) => windowsVariants(logsource, { channel, eventId }).length > 0);
}
