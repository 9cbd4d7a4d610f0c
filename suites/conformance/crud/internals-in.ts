const marks: Readonly<Record<string, RegExp>> = {
  'a Go stack trace': /\bgoroutine \d+ |\.go:\d+|\bruntime\.(goexit|main)\b/,
  'a JavaScript stack trace': /(\\n|\n)\s+at \S+.*:\d+:\d+/,
  'SQL text': /\b(SELECT .+ FROM|INSERT INTO|UPDATE .+ SET|DELETE FROM|foreign key constraint|Error \d{4} \(\w{5}\))/i,
};

/** Returns the server internals that a text reveals. */
export const internalsIn = (text: string): readonly string[] =>
  Object.entries(marks).flatMap(([what, mark]) => (mark.test(text) ? [what] : []));
