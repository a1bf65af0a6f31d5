import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { FactChecksModule } from '#factchecks';
import { Publications } from './publications.service.js';

@Module({ imports: [ClaimsModule, FactChecksModule], providers: [Publications], exports: [Publications] })
export class PublishingModule {}
