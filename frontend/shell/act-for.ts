// Which organisation this session acts for, for somebody with roles in several.
import { apiPost } from "../platform/api.ts";
import { loadMe } from "./session.ts";

/** Changes it, and asks anew who one is; the caller then loads the page of that organisation's room. @throws ApiProblem. */
export async function actFor(organisationId: string): Promise<void> {
  await apiPost("/api/v1/identity/me/organisation", { organisationId });
  await loadMe();
}
