// What the middleware puts beside each request.
import type { Context as HonoContext } from "hono";
import type { Context } from "../context/index.ts";

export interface HttpEnv {
  Variables: {
    /** The verb's context, with the actor that the session, key or receipt proved. */
    ctx: Context;
  };
}

export type HttpContext = HonoContext<HttpEnv>;
