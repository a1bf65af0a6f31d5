import { createHash, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { Attribute, ContentInfo, id_signedData, SignedData, type SignerInfo } from '@peculiar/asn1-cms';
import { AsnArray, AsnConvert, AsnType, AsnTypeTypes, OctetString } from '@peculiar/asn1-schema';
import {
  id_ct_tstInfo,
  MessageImprint,
  TimeStampReq,
  TimeStampResp,
  TimeStampReqVersion,
  TSTInfo,
} from '@peculiar/asn1-tsp';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';

/** Why a time stamp is not taken. The message is for the newsroom's log of failures. */
export class TimestampRefused extends Error {}

export interface Timestamp {
  /** By the clock of the authority. */
  at: Date;
  serial: string;
  /** Of the certificate that signed. */
  signer: string;
}

const SHA256 = '2.16.840.1.101.3.4.2.1';
const DIGESTS: Readonly<Record<string, string>> = {
  [SHA256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** Signatures whose digest is named in the SignerInfo, or in the algorithm itself: RSA PKCS #1 v1.5 and ECDSA. */
const SIGNATURES = /^1\.2\.840\.113549\.1\.1\.(1|11|12|13)$|^1\.2\.840\.10045\.4\.3\.[234]$/;
const SIGNATURE_DIGESTS: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};

@AsnType({ type: AsnTypeTypes.Set, itemType: Attribute })
class Attributes extends AsnArray<Attribute> {}

/** A request (RFC 3161 2.4.1) for a stamp on a SHA-256, with the certificate in the answer. DER. */
export function timestampRequest(sha256: Buffer, nonce: Buffer): Buffer {
  const request = new TimeStampReq({
    version: TimeStampReqVersion.v1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithm: SHA256, parameters: null }),
      hashedMessage: new OctetString(sha256),
    }),
    nonce: exact(positive(nonce)),
    certReq: true,
  });
  return Buffer.from(AsnConvert.serialize(request));
}

/** The token in an answer, once it holds for this hash and nonce. Throws `TimestampRefused`. */
export function tokenIn(answer: Buffer, sha256: Buffer, nonce: Buffer): { token: Buffer; stamp: Timestamp } {
  const { status, timeStampToken } = parsed(answer, TimeStampResp, 'answer');
  if (Number(status.status) > 1) throw new TimestampRefused(`The authority refused: status ${Number(status.status)}.`);
  if (!timeStampToken) throw new TimestampRefused('The answer has no token.');
  const token = Buffer.from(AsnConvert.serialize(timeStampToken));
  return { token, stamp: checkToken(token, sha256, nonce) };
}

/**
 * Whether a token stamps this hash: imprint, nonce, and the signature of the certificate that it carries (RFC 3161 2.4.2, RFC 5652
 * 5.4, RFC 5035). Whether that certificate is to be trusted is for who reads it: `signer` names it. Throws `TimestampRefused`.
 */
export function checkToken(token: Buffer, sha256: Buffer, nonce?: Buffer): Timestamp {
  const outer = parsed(token, ContentInfo, 'token');
  if (outer.contentType !== id_signedData) throw new TimestampRefused('The token is not signed.');
  const signed = parsed(Buffer.from(outer.content), SignedData, 'token');
  const { eContentType, eContent } = signed.encapContentInfo;
  const content = Buffer.from(eContent?.single?.buffer ?? new ArrayBuffer(0));
  if (eContentType !== id_ct_tstInfo) throw new TimestampRefused('The token says nothing of a time.');
  const info = parsed(content, TSTInfo, 'statement');
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  if (hashAlgorithm.algorithm !== SHA256 || !Buffer.from(hashedMessage.buffer).equals(sha256))
    throw new TimestampRefused('The token stamps something else.');
  if (nonce && !(info.nonce && Buffer.from(info.nonce).equals(positive(nonce))))
    throw new TimestampRefused('The token answers another request.');
  const certificate = signerOf(signed, content);
  return { at: info.genTime, serial: Buffer.from(info.serialNumber).toString('hex'), signer: certificate.subject };
}

/** The one certificate whose key made the one signature. */
function signerOf(signed: SignedData, content: Buffer): X509Certificate {
  const [signer, ...others] = [...signed.signerInfos];
  if (!signer || others.length > 0) throw new TimestampRefused('A token has exactly one signature.');
  const certificates = [...(signed.certificates ?? [])].flatMap(({ certificate }) =>
    certificate ? [new X509Certificate(Buffer.from(AsnConvert.serialize(certificate)))] : [],
  );
  const certificate = certificates.find((each) => isNamed(signer, each));
  if (!certificate)
    throw new TimestampRefused('The token does not carry the certificate that it names as its signer’s.');
  if (!certificate.keyUsage?.includes(TIME_STAMPING))
    throw new TimestampRefused('The signer’s certificate is not for time stamps.');
  const attributes = signer.signedAttrs ?? [];
  const digest = DIGESTS[signer.digestAlgorithm.algorithm];
  if (!digest) throw new TimestampRefused('The token’s digest is not taken.');
  if (one(attributes, CONTENT_TYPE) === undefined) throw new TimestampRefused('The signature does not cover the type.');
  const stated = Buffer.from(parsed(one(attributes, MESSAGE_DIGEST), OctetString, 'digest').buffer);
  if (!stated.equals(createHash(digest).update(content).digest()))
    throw new TimestampRefused('The signature is of another statement.');
  const covered = Buffer.from(AsnConvert.serialize(new Attributes([...attributes])));
  if (!isSigned(signer, digest, covered, certificate.publicKey))
    throw new TimestampRefused('The signature does not hold.');
  return certificate;
}

function isSigned(signer: SignerInfo, digest: string, covered: Buffer, key: KeyObject): boolean {
  const { algorithm } = signer.signatureAlgorithm;
  if (!SIGNATURES.test(algorithm)) throw new TimestampRefused('The token’s signature algorithm is not taken.');
  return verify(SIGNATURE_DIGESTS[algorithm] ?? digest, covered, key, Buffer.from(signer.signature.buffer));
}

/** By the hash of the certificate in the signed attributes (RFC 5035, RFC 2634): a name alone could be borrowed. */
function isNamed({ signedAttrs = [] }: SignerInfo, certificate: X509Certificate): boolean {
  const value = one(signedAttrs, SIGNING_CERTIFICATE_V2) ?? one(signedAttrs, SIGNING_CERTIFICATE);
  if (!value) throw new TimestampRefused('The signature does not name its certificate.');
  const hashes = ['sha256', 'sha1', 'sha384', 'sha512'].map((name) =>
    createHash(name).update(certificate.raw).digest(),
  );
  return hashes.some((hash) => value.includes(Buffer.concat([Buffer.from([4, hash.length]), hash])));
}

function one(attributes: readonly Attribute[], type: string): Buffer | undefined {
  const found = attributes.filter(({ attrType }) => attrType === type);
  const [value, ...more] = found[0]?.attrValues ?? [];
  return found.length === 1 && value && more.length === 0 ? Buffer.from(value) : undefined;
}

function parsed<T>(der: Buffer | undefined, type: new () => T, what: string): T {
  try {
    return AsnConvert.parse(der as Buffer, type);
  } catch {
    throw new TimestampRefused(`The ${what} cannot be read.`);
  }
}

/** The bytes of a positive ASN.1 INTEGER. */
function positive(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const short = first === -1 ? Buffer.from([0]) : bytes.subarray(first);
  return (short[0] as number) >= 0x80 ? Buffer.concat([Buffer.from([0]), short]) : Buffer.from(short);
}

function exact(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
