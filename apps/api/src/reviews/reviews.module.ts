import { Module } from '@nestjs/common';
import { ReviewsModule } from '#reviews';
import { ClaimsApiModule } from '../claims/claims.module.js';
import { ReviewsController } from './reviews.controller.js';

@Module({ imports: [ReviewsModule, ClaimsApiModule], controllers: [ReviewsController] })
export class ReviewsApiModule {}
