// The whole matrix: with the long tests every caller that is refused asks for foreign and missing objects too.
import "./matrix.test.ts";
