const marks: Readonly<Record<string, RegExp>> = {
  'a Go stack trace': /\bgoroutine \d+ |\.go:\d+|\bruntime\.(goexit|main)\b/,
  'a JavaScript stack trace': /(\\n|\n)\s+at \S+.*:\d+:\d+/,
  'SQL text': /\b(SELECT .+ FROM|INSERT INTO|UPDATE .+ SET|DELETE FROM|foreign key constraint|Error \d{4} \(\w{5}\))/i,
};

/** What of the inside of a server a text shows. */
export const internalsIn = (text: string): readonly string[] =>
  Object.entries(marks).flatMap(([what, mark]) => (mark.test(text) ? [what] : []));
