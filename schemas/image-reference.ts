/** Why a text is no reference (distribution/reference, `reference.go`: the grammar that Docker and containerd share). */
export function whyNoImage(text: string): string | undefined {
  if (/^[a-z]+:\/\//i.test(text)) return 'it begins with a protocol';
  if (/\s/.test(text.trim()) || text !== text.trim()) return 'it holds a blank';
  const [name = '', ...digests] = text.split('@');
  if (digests.length > 1) return 'it has two digests';
  const [digest] = digests;
  if (digest !== undefined && !DIGEST.test(digest))
    return 'its digest is none: sha256 has 64 characters from 0 to 9 and a to f';
  const slash = name.lastIndexOf('/');
  const colon = name.indexOf(':', slash + 1);
  const tag = colon < 0 ? undefined : name.slice(colon + 1);
  if (tag !== undefined && !TAG.test(tag)) return tag === '' ? 'behind the colon stands no tag' : `"${tag}" is no tag`;
  const [first = '', ...rest] = (colon < 0 ? name : name.slice(0, colon)).split('/');
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || /[A-Z]/.test(first));
  if (hasHost && !HOST.test(first)) return `"${first}" is no registry`;
  const parts = hasHost ? rest : [first, ...rest];
  const wrong = parts.find((part) => !PART.test(part));
  if (wrong === undefined) return undefined;
  if (wrong === '') return 'a part of its name is empty';
  return wrong === wrong.toLowerCase() ? `"${wrong}" is no part of a name` : `names of images have no capital letters`;
}

const DIGEST =
  /^(?!sha256:)[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$|^sha256:[0-9a-f]{64}$/;
const TAG = /^\w[\w.-]{0,127}$/;
const HOST =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d+)?$/;
const PART = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
