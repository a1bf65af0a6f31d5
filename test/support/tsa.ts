import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  Attribute,
  CertificateChoices,
  CertificateSet,
  CMSVersion,
  DigestAlgorithmIdentifiers,
  EncapsulatedContent,
  EncapsulatedContentInfo,
  id_signedData,
  IssuerAndSerialNumber,
  SignedData,
  SignerIdentifier,
  SignerInfo,
  SignerInfos,
} from '@peculiar/asn1-cms';
import { AsnArray, AsnConvert, AsnType, AsnTypeTypes, OctetString } from '@peculiar/asn1-schema';
import {
  id_ct_tstInfo,
  MessageImprint,
  PKIStatusInfo,
  TimeStampReq,
  TimeStampResp,
  TimeStampToken,
  TSTInfo,
  TSTInfoVersion,
} from '@peculiar/asn1-tsp';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';

const ECDSA = new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' });
const SHA256 = new AlgorithmIdentifier({ algorithm: '2.16.840.1.101.3.4.2.1' });
const SERIAL = new Uint8Array([1]).buffer;

@AsnType({ type: AsnTypeTypes.Set, itemType: Attribute })
class Attributes extends AsnArray<Attribute> {}

/** What a dishonest or broken authority does. */
export interface Quirks {
  status?: number;
  imprint?: Buffer;
  nonce?: Buffer;
  /** The certificate is for servers. */
  wrongUse?: boolean;
  forgedSignature?: boolean;
  /** The signature names another certificate. */
  otherCertificate?: boolean;
}

const der = (value: unknown): Buffer => Buffer.from(AsnConvert.serialize(value));
const buffer = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;

/** A time-stamping authority of this process, with a certificate that it made itself. */
export class Tsa {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private readonly name = new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: '2.5.4.3', value: new AttributeValue({ utf8String: 'Clock of the test' }) }),
    ]),
  ]);
  quirks: Quirks = {};
  asked = 0;

  answer(query: Buffer, at = new Date('2026-11-22T10:00:00Z')): Buffer {
    const { status = 0, imprint, nonce } = this.quirks;
    this.asked++;
    if (status > 1) return der(new TimeStampResp({ status: new PKIStatusInfo({ status }) }));
    const request = AsnConvert.parse(query, TimeStampReq);
    const info = new TSTInfo({
      version: TSTInfoVersion.v1,
      policy: '1.2.3.4.1',
      messageImprint: new MessageImprint({
        hashAlgorithm: request.messageImprint.hashAlgorithm,
        hashedMessage: imprint ? new OctetString(imprint) : request.messageImprint.hashedMessage,
      }),
      serialNumber: buffer(Buffer.concat([Buffer.from([1]), randomBytes(7)])),
      genTime: at,
      nonce: nonce ? buffer(nonce) : request.nonce,
    });
    const timeStampToken = new TimeStampToken({ contentType: id_signedData, content: buffer(this.signed(der(info))) });
    return der(new TimeStampResp({ status: new PKIStatusInfo({ status }), timeStampToken }));
  }

  /** At an address of this machine, until `close`. */
  async open(): Promise<{ url: string; close: () => Promise<void> }> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () =>
        response
          .writeHead(200, { 'content-type': 'application/timestamp-reply' })
          .end(this.answer(Buffer.concat(chunks))),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}/tsa`,
      close: () => new Promise((resolve) => void server.close(() => resolve())),
    };
  }

  private signed(content: Buffer): Buffer {
    const certificate = this.certificate();
    const named = this.quirks.otherCertificate ? randomBytes(32) : createHash('sha256').update(certificate).digest();
    const essCertIdV2 = Buffer.concat([Buffer.from([0x30, 0x26, 0x30, 0x24, 0x30, 0x22, 0x04, 0x20]), named]);
    const attributes = [
      attribute('1.2.840.113549.1.9.3', Buffer.from('060b2a864886f70d0109100104', 'hex')),
      attribute('1.2.840.113549.1.9.4', der(new OctetString(createHash('sha256').update(content).digest()))),
      attribute('1.2.840.113549.1.9.16.2.47', essCertIdV2),
    ];
    const covered = der(new Attributes(attributes));
    const signature = sign('sha256', covered, this.keys.privateKey);
    if (this.quirks.forgedSignature) signature[signature.length - 1]! ^= 1;
    const signer = new SignerInfo({
      version: CMSVersion.v1,
      sid: new SignerIdentifier({
        issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer: this.name, serialNumber: SERIAL }),
      }),
      digestAlgorithm: SHA256,
      signedAttrs: attributes,
      signatureAlgorithm: ECDSA,
      signature: new OctetString(signature),
    });
    return der(
      new SignedData({
        version: CMSVersion.v3,
        digestAlgorithms: new DigestAlgorithmIdentifiers([SHA256]),
        encapContentInfo: new EncapsulatedContentInfo({
          eContentType: id_ct_tstInfo,
          eContent: new EncapsulatedContent({ single: new OctetString(content) }),
        }),
        certificates: new CertificateSet([
          new CertificateChoices({ certificate: AsnConvert.parse(certificate, Certificate) }),
        ]),
        signerInfos: new SignerInfos([signer]),
      }),
    );
  }

  private certificate(): Buffer {
    const use = this.quirks.wrongUse ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.8';
    const tbsCertificate = new TBSCertificate({
      version: Version.v3,
      serialNumber: SERIAL,
      signature: ECDSA,
      issuer: this.name,
      subject: this.name,
      validity: new Validity({ notBefore: new Date('2020-01-01'), notAfter: new Date('2049-01-01') }),
      subjectPublicKeyInfo: AsnConvert.parse(
        this.keys.publicKey.export({ type: 'spki', format: 'der' }),
        SubjectPublicKeyInfo,
      ),
      extensions: new Extensions([
        new Extension({
          extnID: '2.5.29.37',
          critical: true,
          extnValue: new OctetString(AsnConvert.serialize(new ExtendedKeyUsage([use]))),
        }),
      ]),
    });
    const signatureValue = buffer(sign('sha256', der(tbsCertificate), this.keys.privateKey));
    return der(new Certificate({ tbsCertificate, signatureAlgorithm: ECDSA, signatureValue }));
  }
}

function attribute(attrType: string, value: Buffer): Attribute {
  return new Attribute({ attrType, attrValues: [buffer(value)] });
}
