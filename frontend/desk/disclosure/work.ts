// What every part of a vulnerability's page is given: the case as it was read, and acts that read it again.
import type { DisclosureView } from "../../../backend/coordination/disclosure/views/model.ts";
import { apiGet, apiPost } from "../../platform/api.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";

export interface DisclosureWork {
  of: DisclosureView;
  path: string;
  reload: () => void;
  /** As it stands now; the page is drawn anew with it when no dialog is open. */
  readAgain: () => Promise<DisclosureView>;
  /** Posts and reads again; a refusal is said. */
  post: (path: string, body?: unknown) => Promise<void>;
}

export function makeWork(of: DisclosureView, reload: () => void): DisclosureWork {
  const path = `/api/v1/disclosure/cases/${of.caseId}`;
  return {
    of,
    path,
    reload,
    readAgain: async () => {
      const read = await apiGet<DisclosureView>(path);
      reload();
      return read;
    },
    post: async (to, body) => {
      try {
        await apiPost(`${path}${to}`, body);
      } catch (error) {
        tellProblem(error);
      }
      reload();
    },
  };
}

export function nameOf(of: DisclosureView, partyId: string | null): string {
  return of.vendors.find(({ id }) => id === partyId)?.name ?? "—";
}
