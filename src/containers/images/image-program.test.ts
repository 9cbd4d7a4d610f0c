import { expect, test } from 'vitest';
import { imageProgram } from './image-program.ts';

const ofKfp =
  '/bin/apiserver --config=/config --sampleconfig=/config/sample_config.json -logtostderr=true --logLevel=$LOG';

// Why: if the program were the shell, the harness's flags would be arguments of the shell and not reach the server.
test.each([
  [
    'an entrypoint',
    { Entrypoint: ['/bin/apiserver', '--config=/config'], Cmd: ['-v'] },
    ['/bin/apiserver', '--config=/config'],
  ],
  ['a command', { Entrypoint: null, Cmd: ['/bin/apiserver', '--config=/config'] }, ['/bin/apiserver']],
  ['a command for the shell', { Cmd: ['/bin/sh', '-c', ofKfp] }, ['/bin/apiserver']],
  ['a shell for an entrypoint', { Entrypoint: ['/bin/sh', '-c'], Cmd: [`A=1 exec ${ofKfp}`] }, ['/bin/apiserver']],
])('%s', (_, start, program) => {
  expect(imageProgram('x', start)).toEqual(program);
});

test('the error about an image that starts no program contains its configuration', () => {
  expect(() => imageProgram('a:b', { Entrypoint: null, Cmd: null })).toThrow(/image:a:b: the image does not define/);
});
