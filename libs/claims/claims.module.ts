import { Module } from '@nestjs/common';
import { ArticlesModule } from '#articles';
import { AppearanceStore } from './appearances.store.js';
import { DeskClaims } from './desk-claims.service.js';
import { Claims } from './claims.service.js';
import { ClaimStore } from './claims.store.js';
import { DemandStore } from './demand.store.js';
import { MatchStore } from './matches.store.js';

@Module({
  imports: [ArticlesModule],
  providers: [Claims, DeskClaims, ClaimStore, AppearanceStore, MatchStore, DemandStore],
  exports: [Claims, DeskClaims, ClaimStore, AppearanceStore, MatchStore, DemandStore],
})
export class ClaimsModule {}
